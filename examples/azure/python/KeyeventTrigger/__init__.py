import logging


def main(message: str) -> None:
    logging.info('KeyeventTrigger %s', message)
