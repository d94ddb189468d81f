// SPDX-License-Identifier: Apache-2.0

import Fleet
import Testing

@testable import MessengerRelay

/// The outbox takes answers together, and none waits longer than the others that are still to come.
@Suite struct PublishAnswersTests {
  @Test func `the last answer is taken at once, and those before it with it`() {
    let answers = PublishAnswers<Int>()
    answers.expect(3)
    #expect(!answers.add((1, .success(10))))
    #expect(!answers.add((2, .success(11))))
    #expect(answers.add((3, .success(12))))
    #expect(answers.take().answers.map(\.item) == [1, 2, 3])
    #expect(answers.take().answers.isEmpty)
  }

  @Test func `a failure is taken at once`() {
    let answers = PublishAnswers<Int>()
    answers.expect(2)
    #expect(answers.add((1, .failure(.malformed))))
  }

  @Test func `many answers are taken although more are to come`() {
    let answers = PublishAnswers<Int>()
    answers.expect(500)
    let rings = (1...300).filter { number in
      let isEnough = answers.add((number, .success(UInt64(number))))
      if isEnough { _ = answers.take() }
      return isEnough
    }
    #expect(rings == [128, 256])
  }

  @Test func `a wish to look at all messages is fulfilled once`() {
    let answers = PublishAnswers<Int>()
    answers.restart()
    #expect(answers.take().mustRestart)
    #expect(!answers.take().mustRestart)
  }
}
