"""What a batch reads: files of texts and of rows, wherever they lie and however they are encoded."""
