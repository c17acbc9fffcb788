/// A shell whose completion is known.
enum Shell: String, CaseIterable {
    case bash, zsh, fish

    /// What the shell reads once; it asks the command itself at every word.
    var script: String {
        switch self {
        case .bash:
            """
            # Completion of 'postback' for bash: source <(postback completions bash)
            _postback() {
                local word help files=()
                COMPREPLY=()
                while IFS=$'\\t' read -r word help; do
                    case $word in
                    :files) mapfile -t files < <(compgen -f -- "${COMP_WORDS[COMP_CWORD]}") ;;
                    *=)
                        compopt -o nospace 2> /dev/null
                        COMPREPLY+=("$word")
                        ;;
                    *) COMPREPLY+=("$word") ;;
                    esac
                done < <("${COMP_WORDS[0]}" completions --for "${COMP_WORDS[@]:1:COMP_CWORD}" 2> /dev/null)
                if ((${#files[@]})); then
                    compopt -o filenames 2> /dev/null
                    COMPREPLY+=("${files[@]}")
                fi
            }
            complete -F _postback postback

            """
        case .zsh:
            """
            #compdef postback
            # Completion of 'postback' for zsh: source <(postback completions zsh), behind compinit
            _postback() {
                local word help
                local -a found open
                while IFS=$'\\t' read -r word help; do
                    case $word in
                    :files) _files ;;
                    *=) open+=("${word//:/\\\\:}:$help") ;;
                    *) found+=("${word//:/\\\\:}:$help") ;;
                    esac
                done < <("${words[1]}" completions --for "${(@)words[2,CURRENT]}" 2> /dev/null)
                (( $#found )) && _describe postback found
                (( $#open )) && _describe postback open -S ''
            }
            compdef _postback postback

            """
        case .fish:
            """
            # Completion of 'postback' for fish: postback completions fish | source
            function __postback_candidates
                set -l words (commandline -opc) (commandline -ct)
                $words[1] completions --for $words[2..-1] 2> /dev/null
            end
            complete -c postback -f -a "(__postback_candidates | string match -v ':files')"
            complete -c postback -n "__postback_candidates | string match -q ':files'" -F

            """
        }
    }
}

extension Verb {
    /// What shells and other tools of the system take.
    static let tools = "Prints what shells read to complete calls, and the manual page."

    static let completions = Verb(
        name: "completions", summary: "Prints what a shell reads to complete calls: bash, zsh or fish.",
        usage: Shell.allCases.map(\.rawValue).joined(separator: "|"), options: [],
        example: "source <(postback completions bash)", family: tools
    ) { arguments in
        guard let name = arguments.operands.first, arguments.operands.count == 1 else {
            throw UsageError("name one shell: \(Shell.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        guard let shell = Shell(rawValue: name) else {
            throw UsageError.unknown("shell", name, among: Shell.allCases.map(\.rawValue))
        }
        Terminal.print(shell.script)
        return .success
    }
}
