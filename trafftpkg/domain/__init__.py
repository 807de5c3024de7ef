"""Rules, pure: values in, values or errors out. Numbered in prose in guide/rules.md."""
