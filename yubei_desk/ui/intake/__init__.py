"""The room 综合受理: from applicant to receipt on one screen."""
