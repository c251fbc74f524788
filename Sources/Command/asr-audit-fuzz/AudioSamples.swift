import Files
import Speech

/// Writes a short tone in each format that the program writes.
func writeAudioSamples(to directory: String) {
  let samples = (0..<600).map { Float($0 % 40 - 20) / 64 }
  for container in AudioFormat.Container.allCases {
    for channels in 1...2 {
      let path = "\(directory)/\(container.rawValue)-\(channels)"
      let format = AudioFormat(sampleRate: 8_000, channels: channels, container: container)
      _ = try? AudioFile.write(
        Waveform(samples: samples, sampleRate: 8_000), to: path, as: format)
    }
  }
}
