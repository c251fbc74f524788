/// Former names of recipe keys, and the names that replaced them. Recipes, models and training
/// states of earlier versions use the former names; new files are written with the current ones.
package enum RenamedConfigurationKeys {
  package static let current = [
    "subsampling": "subsampling_factor",
    "width": "d_model",
    "blocks": "n_layers",
    "heads": "n_heads",
    "taps": "conv_kernel_size",
    "expansion": "ff_expansion_factor",
    "vocabulary": "vocab_size",
    "lanes": "micro_batches",
    "clip_norm": "max_grad_norm",
    "cores": "virtual_cores",
  ]
}
