"""Letters in which every sentence stands on something that the sender really said"""
