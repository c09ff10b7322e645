# 协督。只需 git、make、python3、python3-venv；其余由本文件装入 .venv。
.DEFAULT_GOAL := help
.PHONY: help run test test-long check bench docs lock env-base env-dev assets

PYTHON ?= python3
IN_ENV := .venv/bin/python
PORT ?= 8000
N ?= 200000

help: ## 显示本说明
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' Makefile

run: env-base assets ## 启动演示环境（仅本机 127.0.0.1:8000；再次启动保留数据；make run PORT=8001 换端口）
	@exec $(IN_ENV) -m xiedu.cli run --port $(PORT)

test: env-dev assets ## 运行全部测试（缺 PostgreSQL 或 Chromium 时说明略去了什么）
	@$(IN_ENV) tools/run_tests.py

test-long: env-dev assets ## 运行全部测试，并用大次数重复（并发交错、性质测试）
	@$(IN_ENV) tools/run_tests.py --long

check: env-dev ## 静态检查：格式、类型、分层、规模、迁移、锁文件
	@$(IN_ENV) tools/check.py

bench: env-dev ## 基准，按各自目标的规模（一小时以上；make bench N=100000 换成统一的小规模）
	@$(IN_ENV) bench/run.py --n $(N)

docs: env-base ## 重写文档中由程序生成的表
	@$(IN_ENV) tools/write_docs.py

lock: ## 按 requirements/*.in 重新锁定依赖（保留已锁定的版本）
	@$(PYTHON) tools/lock.py

env-base:
	@$(PYTHON) tools/environment.py base

env-dev:
	@$(PYTHON) tools/environment.py dev

assets: env-base
	@$(IN_ENV) tools/assets.py
