# shellcheck shell=sh
# SPDX-License-Identifier: Apache-2.0
# Says at login that messages wait: for root, and for users without a desktop.
#
# The login shells sh and bash read it from /etc/profile.d, fish from its vendor_conf.d. For zsh, add to
# /etc/zsh/zprofile or ~/.zprofile:
#
#   . /etc/profile.d/messngr.sh
#
# It prints nothing when nothing waits, and in a shell that is not interactive. It counts the files in
# the spool itself. It runs messngr only when the inbox has changed since messngr last counted the
# unread messages.

messngr_waiting() {
  case $-${MESSNGR_SHELL:+i} in *i*) ;; *) return 0 ;; esac
  # In a terminal multiplexer each window is a login.
  [ -t 1 ] && [ -z "${TMUX-}${STY-}" ] && [ -x /usr/bin/messngr ] || return 0
  # shellcheck disable=SC3040 # zsh only
  [ -z "${ZSH_VERSION-}" ] || emulate -L sh
  messngr_state=${XDG_STATE_HOME:-${HOME-}/.local/state}/messngr
  messngr_count=0

  for messngr_spool in "${MESSNGR_SPOOL:-/var/spool/messngr}/${USER:-${LOGNAME-}}" \
    "$messngr_state/spool"; do
    # shellcheck disable=SC3067 # dash, bash, zsh and ksh have -O and -nt
    [ -O "$messngr_spool" ] || continue
    set -- "$messngr_spool"/*.msg
    [ ! -e "${1-}" ] || messngr_count=$((messngr_count + $#))
  done

  if [ -e "$messngr_state/inbox.sqlite" ]; then
    messngr_unread=
    # shellcheck disable=SC3013
    if [ -e "$messngr_state/unread" ] \
      && ! [ "$messngr_state/inbox.sqlite" -nt "$messngr_state/unread" ] \
      && ! [ "$messngr_state/inbox.sqlite-wal" -nt "$messngr_state/unread" ]; then
      read -r messngr_unread <"$messngr_state/unread"
    else
      messngr_unread=$(/usr/bin/messngr status --unread 2>/dev/null)
    fi
    case $messngr_unread in
      '' | *[!0-9]* | ?????????*) ;;
      *) messngr_count=$((messngr_count + messngr_unread)) ;;
    esac
  fi

  case $messngr_count in
    0) ;;
    1) echo '1 message waits for you: messngr inbox' ;;
    *) echo "$messngr_count messages wait for you: messngr inbox" ;;
  esac
}

messngr_waiting || :
unset -f messngr_waiting
unset messngr_state messngr_count messngr_spool messngr_unread
