"""渝北审批台: the desk of an administrative service centre 政务服务中心, on PySide6 and PostgreSQL."""

__version__ = "0.1.0"
