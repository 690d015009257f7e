"""This lecture: from y = ax + b to ResNet and Inception. A chapter is a scene and a script."""
