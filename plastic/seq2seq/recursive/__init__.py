"""Programs that divide their source and call themselves on the parts."""
