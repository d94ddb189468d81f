function __messngr-relay_should_offer_completions_for_flags_or_options -a expected_commands
    set -l non_repeating_flags_or_options $argv[2..]
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __messngr-relay_parse_tokens
    test "$commands" = "$expected_commands"; and return $non_repeating_flags_or_options_absent
end

function __messngr-relay_should_offer_completions_for_positional -a expected_commands positional_index_comparison expected_positional_index
    set -l non_repeating_flags_or_options
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __messngr-relay_parse_tokens
    test "$commands" = "$expected_commands" -a \( "$positional_index" "$positional_index_comparison" "$expected_positional_index" \)
end

function __messngr-relay_parse_tokens -S
    set -l unparsed_tokens (__messngr-relay_tokens -pc)
    switch $unparsed_tokens[1]
    case 'messngr-relay'
        __messngr-relay_parse_subcommand 0 'config=' 'set=+' 'check-config' 'version' 'h/help'
        switch $unparsed_tokens[1]
        case 'stream'
            __messngr-relay_parse_subcommand 0 'directory=' 'servers=+' 'copies=' 'days=' 'bytes=' 'version' 'h/help'
        case 'help'
            __messngr-relay_parse_subcommand -r 1 'version'
        end
    end
end

function __messngr-relay_tokens
    if test (string split -m 1 -f 1 -- . "$FISH_VERSION") -gt 3
        commandline --tokens-raw $argv
    else
        commandline -o $argv
    end
end

function __messngr-relay_parse_subcommand -S -a positional_count
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

function __messngr-relay_complete_directories
    set -l token (commandline -t)
    string match -- '*/' $token
    set -l subdirs $token*/
    printf %s\n $subdirs
end

function __messngr-relay_custom_completion
    set -x SAP_SHELL fish
    set -x SAP_SHELL_VERSION $FISH_VERSION
    set -l tokens (__messngr-relay_tokens -p)
    if test -z "$(__messngr-relay_tokens -t)"
        set -l index (count (__messngr-relay_tokens -pc))
        set tokens $tokens[..$index] \'\' $tokens[(math $index + 1)..]
    end
    command $tokens[1] $argv $tokens
end

complete -c 'messngr-relay' -f
complete -c 'messngr-relay' -n '__messngr-relay_should_offer_completions_for_flags_or_options "messngr-relay" config' -l 'config' -d 'Read this file instead of /etc/messngr/relay.yaml.' -rF
complete -c 'messngr-relay' -n '__messngr-relay_should_offer_completions_for_flags_or_options "messngr-relay"' -l 'set' -d 'A setting that overrides the file; can be repeated.' -rfka ''
complete -c 'messngr-relay' -n '__messngr-relay_should_offer_completions_for_flags_or_options "messngr-relay" check-config' -l 'check-config' -d 'Check the configuration and end.'
complete -c 'messngr-relay' -n '__messngr-relay_should_offer_completions_for_flags_or_options "messngr-relay" version' -l 'version' -d 'Show the version.'
complete -c 'messngr-relay' -n '__messngr-relay_should_offer_completions_for_flags_or_options "messngr-relay" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'messngr-relay' -n '__messngr-relay_should_offer_completions_for_positional "messngr-relay" -eq 1' -fa 'stream' -d 'Make the stream of a realm on its servers, or change its settings.'
complete -c 'messngr-relay' -n '__messngr-relay_should_offer_completions_for_positional "messngr-relay" -eq 1' -fa 'help' -d 'Show subcommand help information.'
complete -c 'messngr-relay' -n '__messngr-relay_should_offer_completions_for_flags_or_options "messngr-relay stream" directory' -l 'directory' -d 'The directory of the realm\'s authority.' -rfa '(__messngr-relay_complete_directories)'
complete -c 'messngr-relay' -n '__messngr-relay_should_offer_completions_for_flags_or_options "messngr-relay stream"' -l 'servers' -d 'The servers as URLs, in place of those of the list.' -rfka ''
complete -c 'messngr-relay' -n '__messngr-relay_should_offer_completions_for_flags_or_options "messngr-relay stream" copies' -l 'copies' -d 'On how many servers each message is; without it three, where there are three.' -rfka ''
complete -c 'messngr-relay' -n '__messngr-relay_should_offer_completions_for_flags_or_options "messngr-relay stream" days' -l 'days' -d 'How many days a message is kept.' -rfka ''
complete -c 'messngr-relay' -n '__messngr-relay_should_offer_completions_for_flags_or_options "messngr-relay stream" bytes' -l 'bytes' -d 'How much room all messages together have on a server: 512 MiB, 20 GiB.' -rfka ''
complete -c 'messngr-relay' -n '__messngr-relay_should_offer_completions_for_flags_or_options "messngr-relay stream" version' -l 'version' -d 'Show the version.'
complete -c 'messngr-relay' -n '__messngr-relay_should_offer_completions_for_flags_or_options "messngr-relay stream" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'messngr-relay' -n '__messngr-relay_should_offer_completions_for_flags_or_options "messngr-relay help" version' -l 'version' -d 'Show the version.'
