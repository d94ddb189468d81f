# SPDX-License-Identifier: Apache-2.0
# What bash completes for netsend.

_netsend_names() {
  local users
  users=$(getent passwd | cut -d: -f1)
  mapfile -t COMPREPLY < <(compgen -W "$users /users *" -- "$1")
}

_netsend() {
  local current=$2 previous=$3 word
  COMPREPLY=()
  case $previous in
    -t | --to | -f | --from) _netsend_names "$current"; return ;;
    -u | --urgency) mapfile -t COMPREPLY < <(compgen -W "low normal critical" -- "$current"); return ;;
    --until) mapfile -t COMPREPLY < <(compgen -W "stored shown read answered" -- "$current"); return ;;
    -i | --icon) mapfile -t COMPREPLY < <(compgen -f -- "$current"); return ;;
    --title | -c | --category | --expires | --at | -a | -A | --action | --id | -r | --replaces | --retract \
      | --deadline | --code-page)
      return ;;
  esac
  if [[ $current == -* ]]; then
    mapfile -t COMPREPLY < <(compgen -W "--to --from --urgency --title --icon --category --expires
      --at --action --id --print-id --replaces --retract --until --wait --deadline --no-spool --network
      --code-page --quiet --verbose --json --help --version" -- "$current")
    return
  fi
  # Behind the name is the text, which has no completions.
  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    [[ $word == --to || $word == -t ]] && return
  done
  [[ $previous == netsend || $previous == */netsend || $previous == -* ]] && _netsend_names "$current"
}

complete -F _netsend netsend
