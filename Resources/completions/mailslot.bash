# SPDX-License-Identifier: Apache-2.0
# What bash completes for mailslot.

_mailslot() {
  local current=$2 previous=$3 verb=${COMP_WORDS[1]} options
  COMPREPLY=()
  if ((COMP_CWORD == 1)); then
    mapfile -t COMPREPLY < <(compgen -W "read write info list path --help --version" -- "$current")
    return
  fi
  case $previous in
    --user) mapfile -t COMPREPLY < <(compgen -u -- "$current"); return ;;
    --timeout) mapfile -t COMPREPLY < <(compgen -W "500ms 5s 2m forever" -- "$current"); return ;;
    --count | --until | --max-size) return ;;
  esac
  case $verb in
    read) options="--timeout --count --until --max-size --json --hex --null --help" ;;
    write) options="--lines --until --null --hex --timeout --wait --max-size --user --help" ;;
    info) options="--json --user --help" ;;
    list) options="--all --json --user --help" ;;
    path) options="--user --help" ;;
    *) return ;;
  esac
  if [[ $current == -* ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$options" -- "$current")
  elif ((COMP_CWORD == 2)) && [[ $verb != list ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$(mailslot list --json 2> /dev/null |
      sed -n 's/.*"name":"\([^"\\]*\)".*/\1/p')" -- "$current")
  fi
}

complete -F _mailslot mailslot
