"""How days and hours are written, where a language’s usual way can be misread."""
