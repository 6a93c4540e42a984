#pragma once
#include <memory>

namespace CLI {
class FormatterBase;
}

namespace tridens::app {

/// How --help is laid out: verbs on one screen, nothing wider than 100 columns.
std::shared_ptr<CLI::FormatterBase> help_text();

}  // namespace tridens::app
