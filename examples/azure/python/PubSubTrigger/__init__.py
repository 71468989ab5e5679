import logging


def main(message: str) -> None:
    logging.info('PubSubTrigger %s', message)
