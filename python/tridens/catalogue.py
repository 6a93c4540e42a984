"""What there is: names of everything, and what is known about each."""

from . import _core


class Description(dict):
    """Property -> text of one name. Attributes: name, kind."""

    def __init__(self, result):
        super().__init__()
        self.name, self.kind = result.name, result.kind
        for key, text in result.lines:
            self[key] = f"{self[key]}\n{text}" if key in self else text

    def __repr__(self):
        return f"{self.name} ({self.kind})\n" + "\n".join(f"  {key}: {text}" for key, text in self.items())


def list_names(section):
    """name -> description of one section, such as "processes", "models", "fluxes", "experiments"."""
    return {name: text for _, names in _core.list_names(section) for name, text in names}


def sections():
    """Titles of the sections that `list_names` takes."""
    return list(_core.list_titles())


def show(name):
    """What is known about one name, whatever its kind. ValueError with the nearest name."""
    return Description(_core.show(name))
