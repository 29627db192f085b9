"""The help of `livret desk staff`, in four languages."""
