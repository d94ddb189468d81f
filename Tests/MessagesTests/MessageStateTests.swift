// SPDX-License-Identifier: Apache-2.0

import Messages
import Testing

@Suite struct MessageStateTests {
  /// Each state, and the goals that it has reached.
  static let table: [(MessageState, Set<MessageState>)] = [
    (.queued, [.queued]),
    (.kept, [.queued, .kept]),
    (.stored, [.queued, .kept, .stored]),
    (.shown, [.queued, .kept, .stored, .shown]),
    (.read, [.queued, .kept, .stored, .shown, .read]),
    (.answered, [.queued, .kept, .stored, .shown, .read, .answered]),
    (.dismissed, [.queued, .kept, .stored, .shown, .dismissed]),
    (.expired, [.queued, .kept, .stored, .expired]),
    (.retracted, [.queued, .kept, .stored, .retracted]),
  ]

  @Test(arguments: table)
  func `a message has reached every state that it has passed`(
    state: MessageState, goals: Set<MessageState>
  ) {
    #expect(Set(MessageState.allCases.filter(state.hasReached)) == goals)
  }

  @Test func `the table has every state`() {
    #expect(Self.table.map(\.0) == MessageState.allCases)
  }

  @Test(arguments: [
    (MessageState.queued, false), (.kept, false), (.stored, false), (.shown, false), (.read, false),
    (.answered, true),
    (.dismissed, false), (.expired, true), (.retracted, true),
  ])
  func `a state is final when the recipient cannot change it`(state: MessageState, isFinal: Bool) {
    #expect(state.isFinal == isFinal)
  }

  @Test func `a sender stops waiting when its goal is reached, or out of reach`() {
    let over: [(MessageState, MessageState)] = [
      (.shown, .shown), (.answered, .read), (.expired, .shown), (.retracted, .answered),
      (.dismissed, .answered), (.dismissed, .shown),
    ]
    for (state, goal) in over { #expect(state.endsWait(for: goal), "\(state), \(goal)") }
    let open: [(MessageState, MessageState)] = [
      (.stored, .shown), (.shown, .read), (.read, .answered), (.dismissed, .read),
    ]
    for (state, goal) in open { #expect(!state.endsWait(for: goal), "\(state), \(goal)") }
  }
}

@Suite struct MessageStatesTests {
  @Test(arguments: MessageState.allCases)
  func `a collection has the state that it got, and no other one`(state: MessageState) {
    var states = MessageStates()
    #expect(states.isEmpty && !states.contains(state))
    states.insert(state)
    states.insert(state)
    #expect(states.all == [state] && states == [state] && !states.isEmpty)
  }

  @Test func `a collection of all states has each once`() {
    let states = MessageStates(MessageState.allCases + MessageState.allCases)
    #expect(states.all == MessageState.allCases)
  }
}
