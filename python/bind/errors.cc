#include "bind.hh"
#include "tridens/base/error.hh"

namespace tridens::python {

void bind_errors(nb::module_& module) {
  const nb::exception<UserError> user_error(module, "UserError", PyExc_ValueError);
  user_error.doc() = "What was asked cannot be done as asked: problem (why) suggestion.";
  nb::exception<Failure>(module, "Failure", PyExc_RuntimeError).doc() =
      "The machine could not do it: a full disk, a missing part of the installation.";
  // Tried before the one above: the library speaks of options of the program, Python has arguments.
  nb::register_exception_translator(
      [](const std::exception_ptr& pointer, void* type) {
        try {
          std::rethrow_exception(pointer);
        } catch (const UserError& error) {
          const nb::object text = nb::module_::import_("tridens._words").attr("in_python")(error.what());
          PyErr_SetObject(static_cast<PyObject*>(type), text.ptr());
        }
      },
      user_error.ptr());
}

}  // namespace tridens::python
