# SPDX-License-Identifier: Apache-2.0
# What bash completes for netsend.

_netsend_names() {
  mapfile -t COMPREPLY < <(compgen -W "$(messngr recipients 2> /dev/null)" -- "$1")
}

_netsend() {
  local current=$2 previous=$3 word place=1 values has_name=
  values='-t --to -f --from -u --urgency --title -i --icon -c --category --expires --at -a -A --action --id
    -r --replaces --retract --until --deadline --code-page'
  COMPREPLY=()
  # --option=value is three words here, and @group two.
  [[ $current == = ]] && current='' previous==
  [[ $previous == = ]] && previous=${COMP_WORDS[COMP_CWORD - (${#current} ? 2 : 1)]}
  [[ $previous == @ ]] && previous=${COMP_WORDS[COMP_CWORD - 2]}
  case $previous in
    -t | --to | -f | --from) _netsend_names "$current"; return ;;
    -u | --urgency) mapfile -t COMPREPLY < <(compgen -W "low normal critical" -- "$current"); return ;;
    --until) mapfile -t COMPREPLY < <(compgen -W "stored shown read answered" -- "$current"); return ;;
    --code-page) mapfile -t COMPREPLY < <(compgen -W "437 850 852 866 1252 utf-8" -- "$current"); return ;;
    -i | --icon) mapfile -t COMPREPLY < <(compgen -f -- "$current"); return ;;
    --title | -c | --category | --expires | --at | -a | -A | --action | --id | -r | --replaces | --retract \
      | --deadline)
      return ;;
  esac
  # The text has no completions.
  while ((place < COMP_CWORD)); do
    word=${COMP_WORDS[place]}
    case " ${values//$'\n'/ } " in
      *" $word "*)
        [[ $word == -t || $word == --to ]] && has_name=yes
        [[ ${COMP_WORDS[place + 1]} == = ]] && ((place += 1))
        ((place += 1))
        ;;
      *) [[ $word == -* || $word == @ ]] || return ;;
    esac
    ((place += 1))
  done
  if [[ $current == -* ]]; then
    mapfile -t COMPREPLY < <(compgen -W "--to --from --urgency --title --icon --category --expires
      --at --action --id --print-id --replaces --retract --until --wait --deadline --no-spool --network
      --code-page --quiet --verbose --json --help --version" -- "$current")
  elif [[ -z $has_name ]]; then
    _netsend_names "$current"
  fi
}

complete -F _netsend netsend
