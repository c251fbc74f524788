import TestSupport
import Testing

/// Training and transcription on archives have the results of the same audio in files.
struct ArchiveTrainingTests {
  @Test func `a model and its transcripts do not depend on archives`() throws {
    let tones = try ToneCorpus()
    let texts = ["one", "two", "six"]
    var rows = ""
    var archives = [TarBytes(), TarBytes()]
    for number in 0..<12 {
      let audio = try tones.place.read("\(number).wav")
      archives[number / 6].add("\(number).wav", audio)
      rows += tones.line("\(number)", texts[number % 3], seconds: 0.6 + 0.05 * Double(number))
        .replacing(tones.place("\(number).wav"), with: "\(number).wav")
        .replacing("}\n", with: ", \"shard_id\": \(number / 6)}\n")
    }
    for (shard, archive) in archives.enumerated() {
      var archive = archive
      archive.end()
      try tones.place.write("tarred/audio_\(shard).tar", archive.bytes)
    }
    try tones.place.write("tarred/tarred_audio_manifest.json", rows)
    try expectSuccess(tones.train("files"))
    let tarred = "tarred/tarred_audio_manifest.json"
    try expectSuccess(tones.train("archives", manifest: tarred))
    #expect(
      try tones.place.read("files/model.safetensors")
        == tones.place.read("archives/model.safetensors"))
    try expectSuccess(tones.transcribe("files/model.safetensors", to: "a.json"))
    try expectSuccess(tones.transcribe("files/model.safetensors", manifest: tarred, to: "b.json"))
    let (files, members) = (try tones.objects("a.json"), try tones.objects("b.json"))
    #expect(members.count == 12)
    for (file, member) in zip(files, members) {
      #expect(file["pred_text"] as? String == member["pred_text"] as? String)
      #expect(file["id"] as? String == member["id"] as? String)
    }
    #expect(members[3]["audio_filepath"] as? String == "3.wav")
  }
}
