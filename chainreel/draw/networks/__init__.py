"""Networks: small ones to read, deep ones as columns of neurons or towers of layers."""
