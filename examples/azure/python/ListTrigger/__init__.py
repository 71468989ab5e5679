import logging


def main(entry: str) -> None:
    logging.info('ListTrigger %s', entry)
