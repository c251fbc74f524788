#include "build.h"

// Package.swift defines ASR_AUDIT_COMMIT.
const char *const asr_audit_commit = ASR_AUDIT_COMMIT;
