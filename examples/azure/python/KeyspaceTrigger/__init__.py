import logging


def main(message: str) -> None:
    logging.info('KeyspaceTrigger %s', message)
