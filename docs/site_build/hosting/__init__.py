"""What a site has beside the pages of its languages: for hosts, robots and readers."""
