"""A second model for tests: one BERT layer of random weights, 32 dimensions."""

from __future__ import annotations

import shutil
from pathlib import Path

from causalkb.search.embedding.model_files import DEFAULT_MODEL, locate

DIMENSION = 32
WINDOW = 64


def make_tiny_model(folder: Path, seed: int = 0) -> Path:
    """Write a sentence-transformers model with the default's tokenizer, and return its folder."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import Normalize, Pooling, Transformer
    from transformers import BertConfig, BertModel

    packaged = locate(DEFAULT_MODEL).path
    plain = folder / "plain"
    torch.manual_seed(seed)
    config = BertConfig(
        vocab_size=30522,
        hidden_size=DIMENSION,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=64,
        initializer_range=0.5,
    )
    BertModel(config).save_pretrained(plain)
    for name in ("tokenizer.json", "tokenizer_config.json", "vocab.txt", "special_tokens_map.json"):
        shutil.copy(packaged / name, plain / name)
    transformer = Transformer(str(plain), max_seq_length=WINDOW)
    whole = SentenceTransformer(
        modules=[transformer, Pooling(DIMENSION), Normalize()], device="cpu"
    )
    whole.save(str(folder / "tiny"))
    shutil.rmtree(plain)
    return folder / "tiny"
