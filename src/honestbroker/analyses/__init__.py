"""One file per question: a case in, a result out. No file, socket, clock or screen is touched."""
