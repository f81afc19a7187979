"""What left the practice about a client: releases, the register, requests with their clocks, the accounting, Part 2."""
