import TestSupport
import Testing

/// Tests of the validator that other tests use.
@Suite struct KaldiValidatorTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  @Test(arguments: [true, false])
  func `the fixture is valid`(_ segments: Bool) throws {
    let path = try KaldiFixture(segments: segments).write(to: directory)
    #expect(try complaints(about: path) == [])
  }

  struct Fault: Sendable, CustomTestStringConvertible {
    let file: String
    let old: String
    let new: String
    let complaint: String
    var testDescription: String { "\(file): \(old) becomes \(new)" }
  }

  @Test(arguments: [
    Fault(file: "text", old: "line 6\n", new: "line 6", complaint: "text: the last line"),
    Fault(file: "text", old: "alice-002", new: "alice-000", complaint: "text: not sorted"),
    Fault(file: "text", old: "alice-002", new: "alice-001", complaint: "text: not sorted"),
    Fault(file: "text", old: "zoe-002", new: "zoe-003", complaint: "text: other ids"),
    Fault(file: "text", old: "hello line 3", new: "</s>", complaint: "text: ["),
    Fault(file: "utt2spk", old: "001 bob", new: "001 bob x", complaint: "utt2spk: not two fields"),
    Fault(file: "utt2spk", old: "001 bob", new: "001 zz", complaint: "utt2spk: not sorted by"),
    Fault(file: "spk2utt", old: "zoe zoe-001 ", new: "zoe ", complaint: "spk2utt: not the inverse"),
    Fault(file: "segments", old: "0.25  1.75", new: "1.75  0.25", complaint: "segments: ["),
    Fault(file: "segments", old: "rec-z", new: "rec-b", complaint: "wav.scp: other ids"),
    Fault(file: "reco2dur", old: "rec-z", new: "rec-y", complaint: "reco2dur: other ids"),
    Fault(file: "utt2dur", old: " 2.5", new: " -2.5", complaint: "utt2dur: ["),
    Fault(file: "utt2num_frames", old: "148", new: "1.5", complaint: "utt2num_frames: ["),
    Fault(file: "spk2gender", old: " m", new: " x", complaint: "spk2gender: ["),
    Fault(file: "utt2lang", old: "zoe-002 de\n", new: "", complaint: "utt2lang: other ids"),
    Fault(file: "utt2uniq", old: "bob-001 ", new: "bob-000 ", complaint: "utt2uniq: other ids"),
    Fault(
      file: "reco2file_and_channel", old: "rec-a A", new: "rec-a 1",
      complaint: "reco2file_and_channel: ["),
    Fault(file: "wav.scp", old: "/data/alice", new: "~/alice", complaint: "wav.scp: ["),
  ])
  func `each violation is found`(_ fault: Fault) throws {
    var fixture = KaldiFixture(segments: true)
    let place = try #require(fixture.files[fault.file]?.firstRange(of: fault.old))
    fixture.files[fault.file]!.replaceSubrange(place, with: fault.new)
    let complaints = try complaints(about: fixture.write(to: directory))
    #expect(complaints.contains { $0.hasPrefix(fault.complaint) }, "\(complaints)")
  }
}
