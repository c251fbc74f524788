#include <flite/flite.h>
#include <flite/flite_version.h>
#include <stdlib.h>

// flite's headers do not declare its voices' registration functions.
cst_voice *register_cmu_us_slt(const char *voxdir);
cst_voice *register_cmu_us_rms(const char *voxdir);
cst_voice *register_cmu_us_awb(const char *voxdir);
cst_voice *register_cmu_us_kal16(const char *voxdir);
