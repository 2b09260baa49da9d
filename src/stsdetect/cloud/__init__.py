"""Cloud: runs that lie in an object store, published, copied here, and worked on."""
