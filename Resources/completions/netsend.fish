# SPDX-License-Identifier: Apache-2.0
# What fish completes for netsend.

complete -c netsend -f
complete -c netsend -n 'test (count (commandline -opc)) -eq 1' -a '(__fish_complete_users)'
complete -c netsend -n 'test (count (commandline -opc)) -eq 1' -a '/users' -d 'all users who are logged in here'
complete -c netsend -s t -l to -x -a '(__fish_complete_users)' -d 'a recipient'
complete -c netsend -s f -l from -x -a '(__fish_complete_users)' -d 'the name to send under'
complete -c netsend -s u -l urgency -x -a 'low normal critical' -d 'how much it matters'
complete -c netsend -l title -x -d summary
complete -c netsend -s i -l icon -r -F -d 'name of an icon; a path only as root or to yourself'
complete -c netsend -s c -l category -x -d category
complete -c netsend -l expires -x -d 'not worth showing later'
complete -c netsend -l at -x -a 'noon midnight tomorrow 30m 2h' -d 'deliver it later'
complete -c netsend -s a -s A -l action -x -d 'offer an answer as a button: KEY=LABEL'
complete -c netsend -l id -x -d 'the same id twice is one message'
complete -c netsend -s p -l print-id -d 'print the id of the message'
complete -c netsend -s r -l replaces -x -d 'take the place of an earlier message'
complete -c netsend -l retract -x -d 'take an earlier message back'
complete -c netsend -l until -x -a 'stored shown read answered' -d 'state to wait for'
complete -c netsend -s w -l wait -d 'wait until it is read or answered'
complete -c netsend -l deadline -x -d 'wait no longer'
complete -c netsend -l no-spool -d 'fail if the recipient is away'
complete -c netsend -l network -d 'use the network for this message'
complete -c netsend -l code-page -x -a '437 850 852 866 1252 utf-8' -d 'how to write text for the network'
complete -c netsend -s q -l quiet -d 'print answers and failures only'
complete -c netsend -s v -l verbose -d 'print what a terminal gets'
complete -c netsend -l json -d 'print one JSON object for each recipient'
complete -c netsend -s h -l help -d 'print help'
complete -c netsend -l version -d 'print the version'
