print("asr-audit")
