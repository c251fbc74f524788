/// The abbreviated commit id that this program was built from; empty when the build did not know it.
extern const char *const _Nonnull asr_audit_commit;
