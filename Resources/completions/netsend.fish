# SPDX-License-Identifier: Apache-2.0
# What fish completes for netsend.

complete -c netsend -f
# Fails behind the name of the recipient: there is the text, which has no completions. With an argument it
# also fails when --to has named one.
function __netsend_before_text
    set -l words (commandline -opc)
    set -l values -t --to -f --from -u --urgency --title -i --icon -c --category --expires --at -a -A --action --id \
        -r --replaces --retract --until --deadline --code-page
    set -l is_value 0
    for word in $words[2..]
        if test $is_value = 1
            set is_value 0
        else if test (count $argv) = 1; and string match -qr -- '^(-t|--to)(=|$)' $word
            return 1
        else if contains -- $word $values
            set is_value 1
        else if not string match -q -- '-*' $word
            return 1
        end
    end
end

complete -c netsend -n '__netsend_before_text names' -a '(messngr recipients 2> /dev/null)'
complete -c netsend -n __netsend_before_text -s t -l to -x -a '(messngr recipients 2> /dev/null)' -d 'a recipient'
complete -c netsend -n __netsend_before_text -s f -l from -x -a '(messngr recipients 2> /dev/null)' -d 'the name to send under'
complete -c netsend -n __netsend_before_text -s u -l urgency -x -a 'low normal critical' -d 'how much it matters'
complete -c netsend -n __netsend_before_text -l title -x -d summary
complete -c netsend -n __netsend_before_text -s i -l icon -r -F -d 'name of an icon; a path only as root or to yourself'
complete -c netsend -n __netsend_before_text -s c -l category -x -d category
complete -c netsend -n __netsend_before_text -l expires -x -d 'not worth showing later'
complete -c netsend -n __netsend_before_text -l at -x -a 'noon midnight tomorrow 30m 2h' -d 'deliver it later'
complete -c netsend -n __netsend_before_text -s a -s A -l action -x -d 'offer an answer as a button: KEY=LABEL'
complete -c netsend -n __netsend_before_text -l id -x -d 'the same id twice is one message'
complete -c netsend -n __netsend_before_text -s p -l print-id -d 'print the id of the message'
complete -c netsend -n __netsend_before_text -s r -l replaces -x -d 'take the place of an earlier message'
complete -c netsend -n __netsend_before_text -l retract -x -d 'take an earlier message back'
complete -c netsend -n __netsend_before_text -l until -x -a 'stored shown read answered' -d 'state to wait for'
complete -c netsend -n __netsend_before_text -s w -l wait -d 'wait until it is read or answered'
complete -c netsend -n __netsend_before_text -l deadline -x -d 'wait no longer'
complete -c netsend -n __netsend_before_text -l no-spool -d 'fail if the recipient is away'
complete -c netsend -n __netsend_before_text -l network -d 'use the network for this message'
complete -c netsend -n __netsend_before_text -l code-page -x -a '437 850 852 866 1252 utf-8' -d 'how to write text for the network'
complete -c netsend -n __netsend_before_text -s q -l quiet -d 'print answers and failures only'
complete -c netsend -n __netsend_before_text -s v -l verbose -d 'print what a terminal gets'
complete -c netsend -n __netsend_before_text -l json -d 'print one JSON object for each recipient'
complete -c netsend -n __netsend_before_text -s h -l help -d 'print help'
complete -c netsend -n __netsend_before_text -l version -d 'print the version'
