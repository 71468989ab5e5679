import logging


def main(entry: str) -> None:
    logging.info('StreamTrigger %s', entry)
