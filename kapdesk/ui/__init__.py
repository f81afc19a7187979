"""The windows and pages: the only place, besides `app`, that knows Qt."""
