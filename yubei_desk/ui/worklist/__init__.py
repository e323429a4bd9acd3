"""The room 审批: the open cases of my sections by days left."""
