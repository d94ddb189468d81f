# SPDX-License-Identifier: Apache-2.0
# What fish completes for mailslot.

function __mailslot_names
    mailslot list --json 2>/dev/null | string replace -rf '.*"name":"([^"\\\\]*)".*' '$1'
end

function __mailslot_is
    set -l words (commandline -opc)
    test (count $words) -gt 1; and contains -- $words[2] $argv
end

complete -c mailslot -f
complete -c mailslot -n __fish_use_subcommand -a read -d 'make a mailslot and print its messages'
complete -c mailslot -n __fish_use_subcommand -a write -d 'write messages to a mailslot'
complete -c mailslot -n __fish_use_subcommand -a info -d 'look at a mailslot'
complete -c mailslot -n __fish_use_subcommand -a list -d 'look at all mailslots'
complete -c mailslot -n __fish_use_subcommand -a path -d 'print the path of a mailslot'
complete -c mailslot -n __fish_use_subcommand -l version -d 'print the version'
complete -c mailslot -l help -d 'print help'
complete -c mailslot -n '__mailslot_is read write info path' -a '(__mailslot_names)'
complete -c mailslot -n '__mailslot_is read write' -l timeout -x -a '500ms 5s 2m forever' -d 'how long to wait'
complete -c mailslot -n '__mailslot_is read write' -l until -x -d 'stop at this text'
complete -c mailslot -n '__mailslot_is read write' -l max-size -x -d 'longest message in bytes'
complete -c mailslot -n '__mailslot_is read write' -l hex -d 'bytes in hexadecimal digits'
complete -c mailslot -n '__mailslot_is read write' -s 0 -l null -d 'messages end with NUL'
complete -c mailslot -n '__mailslot_is read' -l count -x -d 'stop after so many messages'
complete -c mailslot -n '__mailslot_is write' -l lines -d 'each line is a message'
complete -c mailslot -n '__mailslot_is write' -l wait -d 'wait until the mailslot is there'
complete -c mailslot -n '__mailslot_is list' -l all -d 'the mailslots of every user'
complete -c mailslot -n '__mailslot_is read info list' -l json -d 'one JSON object a line'
complete -c mailslot -n '__mailslot_is write info list path' -l user -x -a '(__fish_complete_users)' -d 'whose mailslot it is'
