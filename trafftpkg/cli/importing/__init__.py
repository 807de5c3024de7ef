"""Files that other systems export: read strictly, each problem with its place. See guide/importing.md."""
