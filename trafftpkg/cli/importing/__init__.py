"""Files that other systems export: read strictly, every fault named by its place. See guide/importing.md."""
