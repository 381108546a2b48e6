# The part of xllamacpp 2026.10 that Samantha uses.

class llama_load_mode:
    LLAMA_LOAD_MODE_AUTO: llama_load_mode
    LLAMA_LOAD_MODE_NONE: llama_load_mode

class CommonParamsModel:
    path: str

class CpuParams:
    n_threads: int

class CommonParams:
    model: CommonParamsModel
    model_alias: set[str]
    hostnames: list[str]
    port: int
    api_keys: list[str]
    n_ctx: int
    n_parallel: int
    kv_unified: bool
    n_batch: int
    n_cache_reuse: int
    n_ubatch: int
    cpuparams: CpuParams
    cpuparams_batch: CpuParams
    cache_ram_mib: int
    cache_idle_slots: bool
    fit_params: bool
    enable_reasoning: int
    ui: bool
    endpoint_slots: bool
    slot_save_path: str
    cors_origins: str
    verbosity: int
    load_mode: llama_load_mode
    def __init__(self) -> None: ...

class Server:
    def __init__(self, params: CommonParams) -> None: ...
    @property
    def listening_address(self) -> str: ...
