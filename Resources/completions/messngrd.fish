function __messngrd_should_offer_completions_for_flags_or_options -a expected_commands
    set -l non_repeating_flags_or_options $argv[2..]
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __messngrd_parse_tokens
    test "$commands" = "$expected_commands"; and return $non_repeating_flags_or_options_absent
end

function __messngrd_should_offer_completions_for_positional -a expected_commands positional_index_comparison expected_positional_index
    set -l non_repeating_flags_or_options
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __messngrd_parse_tokens
    test "$commands" = "$expected_commands" -a \( "$positional_index" "$positional_index_comparison" "$expected_positional_index" \)
end

function __messngrd_parse_tokens -S
    set -l unparsed_tokens (__messngrd_tokens -pc)
    switch $unparsed_tokens[1]
    case 'messngrd'
        __messngrd_parse_subcommand 0 'display=' 'log-level=' 'config=' 'check-config' 'standby' 'session' 'version' 'h/help'
        switch $unparsed_tokens[1]
        case 'help'
            __messngrd_parse_subcommand -r 1 'version'
        end
    end
end

function __messngrd_tokens
    if test (string split -m 1 -f 1 -- . "$FISH_VERSION") -gt 3
        commandline --tokens-raw $argv
    else
        commandline -o $argv
    end
end

function __messngrd_parse_subcommand -S -a positional_count
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

function __messngrd_complete_directories
    set -l token (commandline -t)
    string match -- '*/' $token
    set -l subdirs $token*/
    printf %s\n $subdirs
end

function __messngrd_custom_completion
    set -x SAP_SHELL fish
    set -x SAP_SHELL_VERSION $FISH_VERSION
    set -l tokens (__messngrd_tokens -p)
    if test -z "$(__messngrd_tokens -t)"
        set -l index (count (__messngrd_tokens -pc))
        set tokens $tokens[..$index] \'\' $tokens[(math $index + 1)..]
    end
    command $tokens[1] $argv $tokens
end

complete -c 'messngrd' -f
complete -c 'messngrd' -n '__messngrd_should_offer_completions_for_flags_or_options "messngrd" display' -l 'display' -d 'auto, desktop, terminal, terminals or none.' -rfka ''
complete -c 'messngrd' -n '__messngrd_should_offer_completions_for_flags_or_options "messngrd" log-level' -l 'log-level' -d 'trace, debug, info, notice, warning, error or critical.' -rfka ''
complete -c 'messngrd' -n '__messngrd_should_offer_completions_for_flags_or_options "messngrd" config' -l 'config' -d 'Read this file instead of the usual two.' -rfka ''
complete -c 'messngrd' -n '__messngrd_should_offer_completions_for_flags_or_options "messngrd" check-config' -l 'check-config' -d 'Check the configuration and end.'
complete -c 'messngrd' -n '__messngrd_should_offer_completions_for_flags_or_options "messngrd" standby' -l 'standby' -d 'Wait while another agent runs, and then take its place.'
complete -c 'messngrd' -n '__messngrd_should_offer_completions_for_flags_or_options "messngrd" session' -l 'session' -d 'Wait like --standby, and end with the graphical session that the variables name.'
complete -c 'messngrd' -n '__messngrd_should_offer_completions_for_flags_or_options "messngrd" version' -l 'version' -d 'Show the version.'
complete -c 'messngrd' -n '__messngrd_should_offer_completions_for_flags_or_options "messngrd" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'messngrd' -n '__messngrd_should_offer_completions_for_positional "messngrd" -eq 1' -fa 'help' -d 'Show subcommand help information.'
complete -c 'messngrd' -n '__messngrd_should_offer_completions_for_flags_or_options "messngrd help" version' -l 'version' -d 'Show the version.'
