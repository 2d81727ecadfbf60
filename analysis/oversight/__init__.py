"""走访、督查、约谈、报送、豁免: what people did about the tasks, and what looks wrong."""
