"""What pyproject.toml cannot say: the seeds lie beside the packages, and ship inside one."""

from setuptools import find_packages, setup

setup(
    packages=[*find_packages(include=["qa", "qa.*", "index", "index.*"]), "index.seeds"],
    package_dir={"index.seeds": "seeds"},
    package_data={
        "": ["py.typed", "*.css", "*.js", "*.json", "*.safetensors", "migrations/*.sql"],
        "index.seeds": ["*.txt", "*.md"],
    },
)
