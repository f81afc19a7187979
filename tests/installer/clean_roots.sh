#!/usr/bin/env bash
# The .deb in clean Debian roots without Python: installed, used, upgraded while a practice is in use, removed; and a practice
# that survives the death of its computer. By hand, as root, on Debian with: debootstrap xvfb xdotool x11-utils imagemagick
# poppler-utils. pytest does not run it.
#
#   tests/installer/clean_roots.sh NEW.deb OLD.deb [FOLDER]
#
# NEW.deb is this version; OLD.deb an older one whose practice files have an older schema (build_installer.py --source OLD).
# FOLDER (/var/tmp/kapdesk-roots) keeps the bare roots for the next time, and in FOLDER/seen the pictures and prints to look at.
set -euo pipefail

new=$(realpath "$1"); old=$(realpath "$2"); room=$(realpath -m "${3:-/var/tmp/kapdesk-roots}")
seen=$room/seen; display=:77
words="copper lantern meadow quiet river seven"
day=2026-06-09
mkdir -p "$room" "$seen"
: >"$seen/steps.txt"; : >"$seen/desk.txt"

say() { printf '%s  %s\n' "$(date +%T)" "$*" | tee -a "$seen/steps.txt"; }
fail() { say "FAIL: $*"; exit 1; }

tidy() {
  local pid place
  for pid in ${program:-} ${screen:-}; do kill "$pid" 2>/dev/null || true; done
  for place in "$room"/*/proc; do umount -l "$place" 2>/dev/null || true; done
}
trap tidy EXIT

# A fresh root of a release, with one ordinary user, ada.
fresh() {  # NAME RELEASE
  [ -f "$room/$2.base/.made" ] || {
    rm -rf "$room/$2.base"
    debootstrap --variant=minbase "$2" "$room/$2.base" >"$seen/debootstrap-$2.txt" 2>&1
    touch "$room/$2.base/.made"
  }
  umount -l "$room/$1/proc" 2>/dev/null || true
  rm -rf "${room:?}/$1"; cp -a "$room/$2.base" "$room/$1"
  cp -L /etc/resolv.conf "$room/$1/etc/resolv.conf"
  mount -t proc proc "$room/$1/proc"
  chroot "$room/$1" useradd --create-home --shell /bin/sh ada
  printf '%s\n' "$words" >"$room/$1/home/ada/passphrase"
  chroot "$room/$1" apt-get update -qq >/dev/null
  chroot "$room/$1" sh -c '! command -v python3 && ! command -v python' || fail "$1 has Python"
}

install_deb() {  # NAME DEB
  cp "$2" "$room/$1/root/kapdesk.deb"
  chroot "$room/$1" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends /root/kapdesk.deb \
    >"$seen/install-$1.txt" 2>&1
}

# As ada, without a display and without any network.
ada() {  # NAME COMMAND...
  local root=$room/$1; shift
  unshare --net chroot --userspec=ada:ada "$root" env -i HOME=/home/ada PATH=/usr/bin:/bin LANG=C.UTF-8 \
    QT_QPA_PLATFORM=offscreen sh -c 'cd ~ && exec "$@"' sh "$@"
}

# As ada, on the display; stays open, its process in $program.
open_desk() {  # NAME ARGUMENTS...
  local root=$room/$1; shift
  chroot --userspec=ada:ada "$root" env -i HOME=/home/ada PATH=/usr/bin:/bin LANG=C.UTF-8 DISPLAY=$display \
    sh -c 'cd ~ && exec "$@"' sh kapdesk "$@" >>"$seen/desk.txt" 2>&1 &
  program=$!
  for _ in $(seq 100); do
    window=$(DISPLAY=$display xdotool search --onlyvisible --pid "$program" 2>/dev/null | tail -1) && [ -n "$window" ] && break
    sleep 0.2
  done
  [ -n "$window" ] || fail "no window"
  sleep 3
  focus
}

focus() {
  local top; top=$(DISPLAY=$display xdotool search --onlyvisible --pid "$program" 2>/dev/null | tail -1)
  DISPLAY=$display xdotool windowfocus "$top"; sleep 0.5
}

picture() { DISPLAY=$display import -window root "$seen/$1.png"; }
type_words() { DISPLAY=$display xdotool type --delay 30 "$words"; DISPLAY=$display xdotool key Return; sleep "${1:-8}"; }
close_desk() { kill "$program"; wait "$program" 2>/dev/null || true; program=; }
state_of() { (cd "$1" && find . -type f ! -name lock -exec sha256sum {} + | sort); }

Xvfb $display -screen 0 1400x900x24 >/dev/null 2>&1 &
screen=$!
sleep 1

say "1. An older version on bookworm, with a practice in use"
fresh older bookworm
install_deb older "$old" || fail "the older .deb does not install"
was=$(ada older kapdesk --version); say "   $was"
ada older kapdesk new practice.kapdesk --sample --on $day --passphrase-file passphrase --recovery-file recovery
open_desk older practice.kapdesk
type_words
picture 1-older-in-use
say "   the newer .deb while it is open"
if install_deb older "$new"; then fail "it was installed over the open program"; fi
grep -m1 "kapdesk is open on this computer" "$seen/install-older.txt" | tee -a "$seen/steps.txt" || fail "no sentence"
kill -0 "$program" || fail "the open program ended"
[ "$(ada older kapdesk --version)" = "$was" ] || fail "the older version is not there any more"
focus; DISPLAY=$display xdotool key ctrl+2; sleep 3
picture 2-older-goes-on
close_desk
mv "$seen/desk.txt" "$seen/desk-older.txt"
: >"$seen/desk.txt"

say "2. Closed, and upgraded"
install_deb older "$new" || fail "the newer .deb does not install over the older one"
say "   $(ada older kapdesk --version)"
ada older kapdesk clients practice.kapdesk --passphrase-file passphrase >"$seen/clients-after-upgrade.txt"
find "$room/older/home/ada/practice.kapdesk" -name 'before-*' | grep -q . || fail "no copy from before the migration"
say "   kept: $(find "$room/older/home/ada/practice.kapdesk" -name 'before-*' -printf '%f ')"
ada older kapdesk check practice.kapdesk --passphrase-file passphrase
open_desk older practice.kapdesk
type_words
picture 3-upgraded
say "   removing it while it is open"
if chroot "$room/older" apt-get remove -y -qq kapdesk >"$seen/remove-open.txt" 2>&1; then fail "it was removed while open"; fi
close_desk
before=$(state_of "$room/older/home/ada/practice.kapdesk")
chroot "$room/older" apt-get remove -y -qq kapdesk >"$seen/remove.txt" 2>&1
grep -m1 "practice files were not touched" "$seen/remove.txt" | tee -a "$seen/steps.txt" || fail "no word of the practice files"
[ "$before" = "$(state_of "$room/older/home/ada/practice.kapdesk")" ] || fail "a practice file changed"
[ ! -e "$room/older/opt/kapdesk" ] && [ ! -L "$room/older/usr/bin/kapdesk" ] || fail "something stayed behind"

say "3. A clean computer, bookworm: first launch"
fresh first bookworm
install_deb first "$new"
ada first kapdesk self-test >"$seen/self-test-bookworm.txt" || fail "$(cat "$seen/self-test-bookworm.txt")"
ada first kapdesk doctor >"$seen/doctor-bookworm.txt"
if ldd_missing=$(chroot "$room/first" sh -c 'find /opt/kapdesk -name "*.so*" -type f -exec env LD_LIBRARY_PATH=/opt/kapdesk/_internal ldd {} +' 2>/dev/null | grep "not found"); then
  fail "libraries are missing: $ldd_missing"
fi
open_desk first
picture 4-first-launch
close_desk

say "4. A practice is set up and used there, a paper signed, printed, backed up"
ada first kapdesk new practice.kapdesk --sample --on $day --passphrase-file passphrase --recovery-file recovery
secret=(--passphrase-file passphrase)
signed=
for client in $(ada first kapdesk clients practice.kapdesk --json "${secret[@]}" | grep -o '"id": [0-9]*' | grep -o '[0-9]*'); do
  for paper in consent-kap consent-therapy touch-agreement; do
    ada first kapdesk print practice.kapdesk $paper --client "$client" --signed --out signed.pdf "${secret[@]}" 2>/dev/null &&
      signed="$paper --client $client" && break 2
  done
done
[ -n "$signed" ] || fail "nothing is signed in the sample"
read -r -a signed_words <<<"$signed"
ada first kapdesk print practice.kapdesk kap-introduction --client "$client" --out introduction.pdf "${secret[@]}"
ada first kapdesk backup practice.kapdesk stick.kdbk "${secret[@]}"
mkdir -p "$seen/stick"
cp "$room/first/home/ada/stick.kdbk" "$seen/stick/"
cp "$room/first/home/ada/"{signed,introduction}.pdf "$seen/"
say "   signed: $signed, $(stat -c %s "$seen/signed.pdf") bytes; the backup: $(stat -c %s "$seen/stick/stick.kdbk") bytes"

say "5. That computer dies"
umount -l "$room/first/proc"; rm -rf "${room:?}/first"

say "6. Another clean computer, trixie: the installer, the stick, the passphrase"
fresh second trixie
install_deb second "$new"
ada second kapdesk self-test >"$seen/self-test-trixie.txt" || fail "$(cat "$seen/self-test-trixie.txt")"
cp "$seen/stick/stick.kdbk" "$room/second/home/ada/"
chroot "$room/second" chown ada:ada /home/ada/stick.kdbk
ada second kapdesk restore stick.kdbk practice.kapdesk "${secret[@]}"
ada second kapdesk print practice.kapdesk "${signed_words[@]}" --signed --out signed.pdf "${secret[@]}"
ada second kapdesk print practice.kapdesk kap-introduction --client "$client" --out introduction.pdf "${secret[@]}"
ada second kapdesk check practice.kapdesk "${secret[@]}"
cmp "$seen/signed.pdf" "$room/second/home/ada/signed.pdf" || fail "the signed paper differs"
for pdf in "$seen/introduction.pdf" "$room/second/home/ada/introduction.pdf"; do pdftotext -layout "$pdf" - | sha256sum; done |
  uniq | wc -l | grep -qx 1 || fail "the introduction differs"
say "   the signed paper is the same, byte for byte; the introduction says the same"
open_desk second practice.kapdesk
picture 5-second-locked
type_words
picture 6-second-today
close_desk
ada second test -f practice.kapdesk/vault.db
! grep -q Error "$seen/desk.txt" || fail "the desk said: $(cat "$seen/desk.txt")"
say "All well. Look at the pictures in $seen."
