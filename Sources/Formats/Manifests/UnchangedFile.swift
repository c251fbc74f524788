import Files

/// Throws if a file was changed since its stamp was taken: gaps for canaries would not fit any more.
/// - Parameter stamp: the stamp of the survey.
func requireUnchanged(_ path: String, since stamp: FileStamp?) throws(Problem) {
  guard FileStamp(path) == stamp else {
    throw Problem(
      .badData, "changed while it was being read", file: path,
      hint: "run the command again when nothing writes to the file")
  }
}
