console.log('templates: none yet');
