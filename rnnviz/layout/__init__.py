"""Where things stand in the picture: geometry of the computational graph, without Qt."""
