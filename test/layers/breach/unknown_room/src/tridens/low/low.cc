#include "tridens/attic/attic.hh"
