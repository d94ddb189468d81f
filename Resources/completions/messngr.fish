function __messngr_should_offer_completions_for_flags_or_options -a expected_commands
    set -l non_repeating_flags_or_options $argv[2..]
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __messngr_parse_tokens
    test "$commands" = "$expected_commands"; and return $non_repeating_flags_or_options_absent
end

function __messngr_should_offer_completions_for_positional -a expected_commands positional_index_comparison expected_positional_index
    set -l non_repeating_flags_or_options
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __messngr_parse_tokens
    test "$commands" = "$expected_commands" -a \( "$positional_index" "$positional_index_comparison" "$expected_positional_index" \)
end

function __messngr_parse_tokens -S
    set -l unparsed_tokens (__messngr_tokens -pc)
    switch $unparsed_tokens[1]
    case 'messngr'
        __messngr_parse_subcommand 0 'version' 'h/help'
        switch $unparsed_tokens[1]
        case 'inbox'
            __messngr_parse_subcommand 0 'unread' 'from=' 'to=' 'urgency=+' 'since=' 'until=' 'state=+' 'n/limit=' 'f/follow' 'json' 'version' 'h/help'
        case 'read'
            __messngr_parse_subcommand -r 1 'all' 'next' 'from=' 'to=' 'urgency=+' 'since=' 'until=' 'keep' 'json' 'version' 'h/help'
        case 'search'
            __messngr_parse_subcommand -r 1 'from=' 'to=' 'urgency=+' 'since=' 'until=' 'state=+' 'n/limit=' 'json' 'version' 'h/help'
        case 'reply'
            __messngr_parse_subcommand -r 2 'q/quiet' 'json' 'version' 'h/help'
        case 'dnd'
            __messngr_parse_subcommand -r 1 'json' 'version' 'h/help'
        case 'name'
            __messngr_parse_subcommand 2 'json' 'version' 'h/help'
        case 'status'
            __messngr_parse_subcommand 0 'json' 'unread' 'version' 'h/help'
        case 'forget'
            __messngr_parse_subcommand -r 1 'from=' 'to=' 'urgency=+' 'since=' 'until=' 'state=+' 'all' 'unread' 'dry-run' 'version' 'h/help'
        case 'export'
            __messngr_parse_subcommand 1 'from=' 'to=' 'urgency=+' 'since=' 'until=' 'state=+' 'version' 'h/help'
        case 'import'
            __messngr_parse_subcommand 1 'version' 'h/help'
        case 'run'
            __messngr_parse_subcommand -r 1 'to=+' 'name=' 'timeout=' 'urgency=' 'always' 'tail=' 'show' 'q/quiet' 'version' 'h/help'
        case 'doctor'
            __messngr_parse_subcommand 1 'json' 'version' 'h/help'
        case 'browse'
            __messngr_parse_subcommand 0 'json' 'no-names' 'realm' 'version' 'h/help'
        case 'realm'
            __messngr_parse_subcommand 0 'version' 'h/help'
            switch $unparsed_tokens[1]
            case 'init'
                __messngr_parse_subcommand -r 2 'directory=' 'version' 'h/help'
            case 'add-host'
                __messngr_parse_subcommand -r 2 'all-users' 'everyone' 'directory=' 'version' 'h/help'
            case 'renew-host'
                __messngr_parse_subcommand 1 'directory=' 'version' 'h/help'
            case 'remove-host'
                __messngr_parse_subcommand 1 'directory=' 'version' 'h/help'
            case 'config'
                __messngr_parse_subcommand 0 'directory=' 'version' 'h/help'
            end
        case 'help'
            __messngr_parse_subcommand -r 1 'version'
        end
    end
end

function __messngr_tokens
    if test (string split -m 1 -f 1 -- . "$FISH_VERSION") -gt 3
        commandline --tokens-raw $argv
    else
        commandline -o $argv
    end
end

function __messngr_parse_subcommand -S -a positional_count
    argparse -s r -- $argv
    set -l option_specs $argv[2..]
    set -l is_repeating_positional $_flag_r
    set -el _flag_r
    set -a commands $unparsed_tokens[1]
    set positional_index 0
    while true
        set -e unparsed_tokens[1]
        argparse -sn "$commands" $option_specs -- $unparsed_tokens 2> /dev/null
        set unparsed_tokens $argv
        set positional_index (math $positional_index + 1)
        for non_repeating_flag_or_option in $non_repeating_flags_or_options
            if set -ql "_flag_$(string replace -a - _ -- $non_repeating_flag_or_option)"
                set non_repeating_flags_or_options_absent 1
                break
            end
        end
        test (count $unparsed_tokens) -eq 0 -o \( -z "$is_repeating_positional" -a "$positional_index" -gt "$positional_count" \) && break
    end
end

function __messngr_complete_directories
    set -l token (commandline -t)
    string match -- '*/' $token
    set -l subdirs $token*/
    printf %s\n $subdirs
end

function __messngr_custom_completion
    set -x SAP_SHELL fish
    set -x SAP_SHELL_VERSION $FISH_VERSION
    set -l tokens (__messngr_tokens -p)
    if test -z "$(__messngr_tokens -t)"
        set -l index (count (__messngr_tokens -pc))
        set tokens $tokens[..$index] \'\' $tokens[(math $index + 1)..]
    end
    command $tokens[1] $argv $tokens
end

complete -c 'messngr' -f
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr" version' -l 'version' -d 'Show the version.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_positional "messngr" -eq 1' -fa 'inbox' -d 'List messages, the newest first.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_positional "messngr" -eq 1' -fa 'read' -d 'Print messages in full, and mark them as read.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_positional "messngr" -eq 1' -fa 'search' -d 'Find messages that contain all of the words.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_positional "messngr" -eq 1' -fa 'reply' -d 'Answer a message.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_positional "messngr" -eq 1' -fa 'dnd' -d 'Do not disturb: keep messages from popping up.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_positional "messngr" -eq 1' -fa 'name' -d 'List, add and delete names by which messages reach you.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_positional "messngr" -eq 1' -fa 'status' -d 'Print whether the agent runs, and how many messages wait.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_positional "messngr" -eq 1' -fa 'forget' -d 'Delete messages permanently.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_positional "messngr" -eq 1' -fa 'export' -d 'Write messages as JSON, one object for each line.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_positional "messngr" -eq 1' -fa 'import' -d 'Store messages that were exported.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_positional "messngr" -eq 1' -fa 'run' -d 'Run a command, and send a message when it fails and when it recovers.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_positional "messngr" -eq 1' -fa 'doctor' -d 'Check the way to a recipient, and print how to solve problems.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_positional "messngr" -eq 1' -fa 'browse' -d 'List the machines on the network, and the names that messages reach there.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_positional "messngr" -eq 1' -fa 'realm' -d 'Set up a realm: servers and machines that exchange messages.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_positional "messngr" -eq 1' -fa 'help' -d 'Show subcommand help information.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr inbox" unread' -l 'unread' -d 'Only unread messages.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr inbox" from' -l 'from' -d 'Only messages that claim to be from NAME.' -rfka ''
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr inbox" to' -l 'to' -d 'Only messages to NAME: you, an alias, a group.' -rfka ''
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr inbox"' -l 'urgency' -d 'Only messages of this urgency, low, normal or critical; may be repeated.' -rfka 'low normal critical'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr inbox" since' -l 'since' -d 'Only messages that arrived at TIME or later: 2h, 14:00, yesterday, 2026-11-20.' -rfka ''
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr inbox" until' -l 'until' -d 'Only messages that arrived before TIME.' -rfka ''
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr inbox"' -l 'state' -d 'Only messages in this state, new, unread, read, answered, dismissed, expired or retracted; may be repeated.' -rfka 'new unread read answered dismissed expired retracted stored shown'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr inbox" limit n' -s 'n' -l 'limit' -d 'How many messages at most.' -rfka ''
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr inbox" f follow' -s 'f' -l 'follow' -d 'List, then wait for new messages and print them.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr inbox" json' -l 'json' -d 'Print one JSON object for each message.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr inbox" version' -l 'version' -d 'Show the version.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr inbox" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr read" all' -l 'all' -d 'All unread messages.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr read" next' -l 'next' -d 'The next unread message.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr read" from' -l 'from' -d 'Only messages that claim to be from NAME.' -rfka ''
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr read" to' -l 'to' -d 'Only messages to NAME: you, an alias, a group.' -rfka ''
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr read"' -l 'urgency' -d 'Only messages of this urgency, low, normal or critical; may be repeated.' -rfka 'low normal critical'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr read" since' -l 'since' -d 'Only messages that arrived at TIME or later: 2h, 14:00, yesterday, 2026-11-20.' -rfka ''
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr read" until' -l 'until' -d 'Only messages that arrived before TIME.' -rfka ''
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr read" keep' -l 'keep' -d 'Do not mark them as read.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr read" json' -l 'json' -d 'Print one JSON object for each message.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr read" version' -l 'version' -d 'Show the version.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr read" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr search" from' -l 'from' -d 'Only messages that claim to be from NAME.' -rfka ''
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr search" to' -l 'to' -d 'Only messages to NAME: you, an alias, a group.' -rfka ''
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr search"' -l 'urgency' -d 'Only messages of this urgency, low, normal or critical; may be repeated.' -rfka 'low normal critical'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr search" since' -l 'since' -d 'Only messages that arrived at TIME or later: 2h, 14:00, yesterday, 2026-11-20.' -rfka ''
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr search" until' -l 'until' -d 'Only messages that arrived before TIME.' -rfka ''
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr search"' -l 'state' -d 'Only messages in this state, new, unread, read, answered, dismissed, expired or retracted; may be repeated.' -rfka 'new unread read answered dismissed expired retracted stored shown'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr search" limit n' -s 'n' -l 'limit' -d 'How many messages at most.' -rfka ''
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr search" json' -l 'json' -d 'Print one JSON object for each message.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr search" version' -l 'version' -d 'Show the version.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr search" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr reply" q quiet' -l 'quiet' -s 'q' -d 'Print only errors.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr reply" json' -l 'json' -d 'Print the result as a JSON object.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr reply" version' -l 'version' -d 'Show the version.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr reply" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_positional "messngr dnd" -ge 1' -fka 'on off toggle 1h until status'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr dnd" json' -l 'json' -d 'Print the state as a JSON object.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr dnd" version' -l 'version' -d 'Show the version.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr dnd" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_positional "messngr name" -eq 1' -fka 'list'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_positional "messngr name" -eq 2' -fka 'add delete'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr name" json' -l 'json' -d 'Print a JSON object for each name.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr name" version' -l 'version' -d 'Show the version.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr name" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr status" json' -l 'json' -d 'Print one JSON object.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr status" unread' -l 'unread' -d 'Print only the number of unread messages in the inbox.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr status" version' -l 'version' -d 'Show the version.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr status" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr forget" from' -l 'from' -d 'Only messages that claim to be from NAME.' -rfka ''
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr forget" to' -l 'to' -d 'Only messages to NAME: you, an alias, a group.' -rfka ''
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr forget"' -l 'urgency' -d 'Only messages of this urgency, low, normal or critical; may be repeated.' -rfka 'low normal critical'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr forget" since' -l 'since' -d 'Only messages that arrived at TIME or later: 2h, 14:00, yesterday, 2026-11-20.' -rfka ''
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr forget" until' -l 'until' -d 'Only messages that arrived before TIME.' -rfka ''
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr forget"' -l 'state' -d 'Only messages in this state, new, unread, read, answered, dismissed, expired or retracted; may be repeated.' -rfka 'new unread read answered dismissed expired retracted stored shown'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr forget" all' -l 'all' -d 'All messages.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr forget" unread' -l 'unread' -d 'Also delete unread messages.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr forget" dry-run' -l 'dry-run' -d 'Print how many messages would be deleted, and delete none.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr forget" version' -l 'version' -d 'Show the version.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr forget" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_positional "messngr export" -eq 1' -F
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr export" from' -l 'from' -d 'Only messages that claim to be from NAME.' -rfka ''
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr export" to' -l 'to' -d 'Only messages to NAME: you, an alias, a group.' -rfka ''
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr export"' -l 'urgency' -d 'Only messages of this urgency, low, normal or critical; may be repeated.' -rfka 'low normal critical'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr export" since' -l 'since' -d 'Only messages that arrived at TIME or later: 2h, 14:00, yesterday, 2026-11-20.' -rfka ''
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr export" until' -l 'until' -d 'Only messages that arrived before TIME.' -rfka ''
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr export"' -l 'state' -d 'Only messages in this state, new, unread, read, answered, dismissed, expired or retracted; may be repeated.' -rfka 'new unread read answered dismissed expired retracted stored shown'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr export" version' -l 'version' -d 'Show the version.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr export" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_positional "messngr import" -eq 1' -F
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr import" version' -l 'version' -d 'Show the version.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr import" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr run"' -l 'to' -d 'A recipient; may be repeated. Without it, you.' -rfka '(messngr recipients 2> /dev/null)'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr run" name' -l 'name' -d 'The name of the job; without it, the job is the command line.' -rfka ''
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr run" timeout' -l 'timeout' -d 'End the command after this time: 90s, 5m, 2h, 1d.' -rfka ''
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr run" urgency' -l 'urgency' -d 'How much a failure matters: low, normal or critical.' -rfka 'low normal critical'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr run" always' -l 'always' -d 'Also send a message each time the command succeeds.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr run" tail' -l 'tail' -d 'How many of the last lines are sent.' -rfka ''
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr run" show' -l 'show' -d 'Print the output of the command at once.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr run" q quiet' -l 'quiet' -s 'q' -d 'Do not print the output of a command that failed.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_positional "messngr run" -ge 1' -F
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr run" version' -l 'version' -d 'Show the version.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr run" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_positional "messngr doctor" -eq 1' -fka '(messngr recipients 2> /dev/null)'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr doctor" json' -l 'json' -d 'Print one JSON object for each check.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr doctor" version' -l 'version' -d 'Show the version.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr doctor" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr browse" json' -l 'json' -d 'Print one JSON object for each machine.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr browse" no-names' -l 'no-names' -d 'Do not ask the machines for their names.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr browse" realm' -l 'realm' -d 'List the machines of the realm instead, with the users who are logged in.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr browse" version' -l 'version' -d 'Show the version.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr browse" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr realm" version' -l 'version' -d 'Show the version.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr realm" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_positional "messngr realm" -eq 1' -fa 'init' -d 'Make the authority of a new realm.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_positional "messngr realm" -eq 1' -fa 'add-host' -d 'Let a machine into the realm.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_positional "messngr realm" -eq 1' -fa 'renew-host' -d 'Give a machine a new certificate; the old one is refused.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_positional "messngr realm" -eq 1' -fa 'remove-host' -d 'Refuse a machine from now on.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_positional "messngr realm" -eq 1' -fa 'config' -d 'Write the configuration of the servers from realm.list.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr realm init" directory' -l 'directory' -d 'The directory of the realm\'s authority.' -rfa '(__messngr_complete_directories)'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr realm init" version' -l 'version' -d 'Show the version.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr realm init" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr realm add-host" all-users' -l 'all-users' -d 'The machine may read the messages of all users.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr realm add-host" everyone' -l 'everyone' -d 'The machine may send to all users of the realm.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr realm add-host" directory' -l 'directory' -d 'The directory of the realm\'s authority.' -rfa '(__messngr_complete_directories)'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr realm add-host" version' -l 'version' -d 'Show the version.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr realm add-host" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr realm renew-host" directory' -l 'directory' -d 'The directory of the realm\'s authority.' -rfa '(__messngr_complete_directories)'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr realm renew-host" version' -l 'version' -d 'Show the version.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr realm renew-host" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr realm remove-host" directory' -l 'directory' -d 'The directory of the realm\'s authority.' -rfa '(__messngr_complete_directories)'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr realm remove-host" version' -l 'version' -d 'Show the version.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr realm remove-host" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr realm config" directory' -l 'directory' -d 'The directory of the realm\'s authority.' -rfa '(__messngr_complete_directories)'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr realm config" version' -l 'version' -d 'Show the version.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr realm config" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'messngr' -n '__messngr_should_offer_completions_for_flags_or_options "messngr help" version' -l 'version' -d 'Show the version.'
