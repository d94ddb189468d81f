// SPDX-License-Identifier: Apache-2.0

package import Accounts
import AgentPolicy
import DaemonSupport

/// What is probably a mistake in a configuration that has no errors.
package enum ConfigurationAdvice {
  /// One sentence for each probable mistake.
  ///
  /// - Parameters:
  ///   - configuration: The configuration, whose groups may have members already.
  ///   - variables: The names of the variables of the environment.
  package static func sentences(
    about configuration: AgentConfiguration, variables: some Sequence<String>,
    accounts: AccountDatabase, groups: GroupDatabase
  ) -> [String] {
    let lists = [
      ("allow", configuration.admission.allow), ("deny", configuration.admission.deny),
      ("quiet", configuration.presentation.quiet),
    ]
    let unknown = lists.flatMap { key, patterns in
      patterns.compactMap { pattern -> String? in
        switch pattern {
        case .name(let name) where accounts.account(named: name) == nil:
          "\(key): this machine has no user \(name)"
        case .group(let name) where groups.members(of: name) == nil:
          "\(key): this machine has no group \(name)"
        default: nil
        }
      }
    }
    return unknown + AgentConfiguration.unknownVariables(among: variables)
  }
}

extension AgentConfiguration {
  /// The configuration with the members of each group behind it in its list.
  ///
  /// The members are those of this moment; the next reload reads them again.
  package func withMembers(in groups: GroupDatabase) -> AgentConfiguration {
    func expand(_ patterns: [SenderPattern]) -> [SenderPattern] {
      patterns.flatMap { pattern in
        // The group stays in the list: an empty list of allowed senders would allow all.
        guard case .group(let name) = pattern else { return [pattern] }
        return [pattern] + (groups.members(of: name) ?? []).map { .name($0) }
      }
    }
    var configuration = self
    configuration.admission.allow = expand(admission.allow)
    configuration.admission.deny = expand(admission.deny)
    configuration.presentation.quiet = expand(presentation.quiet)
    return configuration
  }
}
